/** The commands that talk to a running server over HTTP, and know nothing else of it. */
package dev.serai.cli.client;
