/** The calls of Alibaba Cloud's OpenAPI that Serai makes, and what their failures mean. */
package dev.serai.alicloud.api;
