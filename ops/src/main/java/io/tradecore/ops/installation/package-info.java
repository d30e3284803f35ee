/** One running installation: its data folder, its secrets, its processes, and the file that says where they listen. */
@NullMarked
package io.tradecore.ops.installation;

import org.jspecify.annotations.NullMarked;
