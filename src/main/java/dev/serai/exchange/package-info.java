/** The properties and headers by which routes and beans exchange data beside the body. */
package dev.serai.exchange;
