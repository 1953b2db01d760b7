/** Small classes that every other package may use, and that do not depend on Serai. */
package dev.serai.base;
