/** Folders that belong to one process. */
package dev.serai.folder;
