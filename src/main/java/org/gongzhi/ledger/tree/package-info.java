/// The mathematics of the open ledger: Merkle tree, tiles, signed notes, checkpoints, cosignatures, receipts
/// and policies, as the C2SP documents write them (signed-note v1.0.0, tlog-checkpoint v1.0.0, tlog-tiles
/// v0.1.0, tlog-cosignature v1.1.0-rc.1, tlog-witness v1.0.0, tlog-proof and tlog-policy of the main branch)
/// over the hashing of RFC 6962 section 2.1. It knows neither Spring nor SQL, so that a witness on a small
/// computer uses the same code as the ledger itself.
@NullMarked
package org.gongzhi.ledger.tree;

import org.jspecify.annotations.NullMarked;
