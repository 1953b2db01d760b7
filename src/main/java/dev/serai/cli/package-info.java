/** The command line: starts the server, checks routes, and holds the clients' commands. */
package dev.serai.cli;
