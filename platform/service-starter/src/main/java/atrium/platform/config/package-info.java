/** Configuration that changes while the service runs: values pushed by Nacos, seen through typed records. */
@NullMarked
package atrium.platform.config;

import org.jspecify.annotations.NullMarked;
