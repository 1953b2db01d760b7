/** The ways to get Alibaba Cloud credentials: which one the settings mean, and its provider. */
package dev.serai.alicloud.auth;
