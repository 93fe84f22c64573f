/**
 * The real Nacos server and console as one local process: reads the environment, refuses unsafe settings, starts
 * Nacos' own three contexts and closes what Nacos would leave open to the network.
 */
@NullMarked
package atrium.nacos.server;

import org.jspecify.annotations.NullMarked;
