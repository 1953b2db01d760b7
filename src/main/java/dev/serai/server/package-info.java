/** Puts the parts together: starts, watches over and stops a server. */
package dev.serai.server;
