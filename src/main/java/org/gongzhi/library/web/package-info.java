/// Pages and API of the case library.
@NullMarked
package org.gongzhi.library.web;

import org.jspecify.annotations.NullMarked;
