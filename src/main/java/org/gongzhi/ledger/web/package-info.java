/// The pages, the API and the static protocol of the open ledger.
@NullMarked
package org.gongzhi.ledger.web;

import org.jspecify.annotations.NullMarked;
