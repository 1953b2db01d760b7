/**
 * Environments: what can be run, by name and version, and where they are found. Nothing here knows
 * a pod.
 */
package dev.serai.environment;
