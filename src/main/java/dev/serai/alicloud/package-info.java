/** What only Alibaba Cloud has. */
package dev.serai.alicloud;
