// The functions that answer packets: what the GDB manual says about each, and no more.
#pragma once

#include "session_state.hpp"

#include <string_view>

namespace perisphere::debug::packets
{

// breakpoints.cpp
Answer insertPoint(SessionState& state, std::string_view arguments);
Answer removePoint(SessionState& state, std::string_view arguments);

// life.cpp
Answer attach(SessionState& state, std::string_view arguments);
Answer detach(SessionState& state, std::string_view arguments);
Answer kill(SessionState& state, std::string_view arguments);
Answer killAndStay(SessionState& state, std::string_view arguments);
Answer restart(SessionState& state, std::string_view arguments);
Answer run(SessionState& state, std::string_view arguments);

// files.cpp
Answer file(SessionState& state, std::string_view arguments);

// memory.cpp
Answer readMemory(SessionState& state, std::string_view arguments);
Answer writeHexMemory(SessionState& state, std::string_view arguments);
Answer writeBinaryMemory(SessionState& state, std::string_view arguments);

// monitor.cpp
Answer monitorCommand(SessionState& state, std::string_view arguments);

// process.cpp
Answer catchSystemCalls(SessionState& state, std::string_view arguments);
Answer passSignals(SessionState& state, std::string_view arguments);

// registers.cpp
Answer readRegisters(SessionState& state, std::string_view arguments);
Answer writeRegisters(SessionState& state, std::string_view arguments);
Answer readRegister(SessionState& state, std::string_view arguments);
Answer writeRegister(SessionState& state, std::string_view arguments);

// resume.cpp
Answer whyStopped(SessionState& state, std::string_view arguments);
Answer goOn(SessionState& state, std::string_view arguments);
Answer goOnWithSignal(SessionState& state, std::string_view arguments);
Answer step(SessionState& state, std::string_view arguments);
Answer stepWithSignal(SessionState& state, std::string_view arguments);
Answer reverseGoOn(SessionState& state, std::string_view arguments);
Answer reverseStep(SessionState& state, std::string_view arguments);
Answer resumeActions(SessionState& state, std::string_view arguments);
Answer knownActions(SessionState& state, std::string_view arguments);

// settings.cpp
Answer supported(SessionState& state, std::string_view arguments);
Answer noAckMode(SessionState& state, std::string_view arguments);
Answer extendedMode(SessionState& state, std::string_view arguments);
Answer isAttached(SessionState& state, std::string_view arguments);
Answer mustReplyEmpty(SessionState& state, std::string_view arguments);

// threads.cpp
Answer setThread(SessionState& state, std::string_view arguments);
Answer isThreadAlive(SessionState& state, std::string_view arguments);
Answer currentThread(SessionState& state, std::string_view arguments);
Answer firstThreads(SessionState& state, std::string_view arguments);
Answer moreThreads(SessionState& state, std::string_view arguments);
Answer threadInformation(SessionState& state, std::string_view arguments);

// transfer.cpp
Answer transfer(SessionState& state, std::string_view arguments);

} // namespace perisphere::debug::packets
