/** The access to an ACK cluster: its kubeconfig, which stays valid, and the check of the chain. */
package dev.serai.alicloud.access;
