/**
 * The queues: a broker inside the process, connections to it or to another, and the requests that
 * could not be carried out. Knows messages, not what is in them.
 */
package dev.serai.broker;
