/// Pages and API of notices.
@NullMarked
package org.gongzhi.notices.web;

import org.jspecify.annotations.NullMarked;
