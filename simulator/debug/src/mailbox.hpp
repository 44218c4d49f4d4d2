// What goes between the socket of a client and its session.
#pragma once

#include <mutex>
#include <string>

namespace perisphere::debug
{

/// The loop's thread puts input in, the machine thread output. Owned by both ends, since either may
/// be gone first.
struct Mailbox {
    std::mutex mutex;
    std::string input;
    std::string output;
    bool isTurnDue = false;   ///< the machine thread has been asked for a turn
    bool hasMoreToDo = false; ///< the session could work on, were its output taken
    bool isOver = false;      ///< the session has ended
};

} // namespace perisphere::debug
