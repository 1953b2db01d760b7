/** What routes and the beans that they call hand to each other beside the body. */
package dev.serai.exchange;
