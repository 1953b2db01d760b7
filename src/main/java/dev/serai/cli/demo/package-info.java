/** {@code ./serai demo}: the main job, shown and checked on the embedded defaults. */
package dev.serai.cli.demo;
