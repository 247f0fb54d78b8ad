/// Pages and API of patrols.
@NullMarked
package org.gongzhi.patrols.web;

import org.jspecify.annotations.NullMarked;
