/// Pages and API of disputes.
@NullMarked
package org.gongzhi.disputes.web;

import org.jspecify.annotations.NullMarked;
