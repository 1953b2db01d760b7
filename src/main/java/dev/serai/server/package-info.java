/** Starts, monitors and stops a server. */
package dev.serai.server;
