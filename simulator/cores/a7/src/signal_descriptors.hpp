// signalfd: descriptors that signals are read from. Signals are not the host's here, so that such a
// descriptor is a pipe, which holds a byte while there is a signal to be read.
#pragma once

#include "signals.hpp"

#include <optional>
#include <sys/types.h>
#include <vector>

namespace perisphere::a7
{

class SignalDescriptors
{
public:
    template <class Impl>
    void refresh(const Impl& process)
    {
        if (m_entries.empty())
            return;
        for (Entry& entry : m_entries)
            mark(entry, (process.pendingForAny() & entry.mask) != 0);
    }

    /// @return a descriptor, or -errno
    int create(SignalSet mask, int flags);
    /// The signals of a descriptor are others from now on. @return whether it is one of these
    bool change(int fd, SignalSet mask);
    /// Of a descriptor, whatever its number is by now; nullopt: it is none of these.
    [[nodiscard]] std::optional<SignalSet> maskOf(int fd) const;
    [[nodiscard]] bool isEmpty() const { return m_entries.empty(); }
    /// Of a fork: the pipes are the parent's, this process gets its own.
    void separate();

private:
    struct Entry {
        ino_t inode = 0;
        int readEnd = -1; ///< ours, as the other one
        int writeEnd = -1;
        SignalSet mask = 0;
        bool isMarked = false;
    };
    static void mark(Entry& entry, bool hasSignal);
    [[nodiscard]] const Entry* find(int fd) const;

    std::vector<Entry> m_entries;
};

} // namespace perisphere::a7
