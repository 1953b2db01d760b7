/** Small things that every other package may use, and that know nothing of Serai. */
package dev.serai.base;
