/**
 * Every setting of the program: its name, type and default, and where its effective value comes
 * from. A setting has one name everywhere: property {@code serai.cleanup-interval}, flag {@code
 * --cleanup-interval}, variable {@code SERAI_CLEANUP_INTERVAL}.
 */
package dev.serai.settings;
