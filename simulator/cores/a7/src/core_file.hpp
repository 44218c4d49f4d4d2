// What a program leaves when a signal ends it: its threads and its memory, for gdb.
#pragma once

#include "perisphere/base/result.hpp"
#include "process_impl.hpp"

namespace perisphere::a7
{

/// An ELF core file as ARM Linux writes it: `thread` got the signal. Pages of zeros take no room.
[[nodiscard]] Result<> writeCoreFile(ResultFile& file, Process::Impl& process, const Thread& thread,
                                     const PendingSignal& signal);

} // namespace perisphere::a7
