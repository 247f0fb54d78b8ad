/// Pages and API of duty.
@NullMarked
package org.gongzhi.duty.web;

import org.jspecify.annotations.NullMarked;
