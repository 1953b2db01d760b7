/** Folders that belong to one process, and what it must not leave outside of them. */
package dev.serai.folder;
