/**
 * Environments, which can be run by name and version, and their files. This package does not depend
 * on pods.
 */
package dev.serai.environment;
