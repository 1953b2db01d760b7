/** Everything that is specific to Alibaba Cloud. */
package dev.serai.alicloud;
