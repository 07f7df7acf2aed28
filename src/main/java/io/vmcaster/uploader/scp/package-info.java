/**
 * Files over ssh: SFTP, or the old scp protocol where a server knows nothing better. Keys, agent,
 * known hosts and configuration are those of OpenSSH.
 */
package io.vmcaster.uploader.scp;
