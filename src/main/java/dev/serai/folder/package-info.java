/** Folders that belong to one process, and its temporary files outside of them. */
package dev.serai.folder;
