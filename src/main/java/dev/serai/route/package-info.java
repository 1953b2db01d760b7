/**
 * The route files: read, checked without starting anything, loaded, and reloaded while the program
 * runs.
 */
package dev.serai.route;
