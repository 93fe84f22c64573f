/** Where a request goes: routes as data in Nacos, instances as Nacos knows them now. */
@NullMarked
package atrium.gateway.route;

import org.jspecify.annotations.NullMarked;
