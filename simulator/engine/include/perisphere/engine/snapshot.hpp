// The state of models, written out and taken back.
//
// A model that can be put back has one function, exchange(Snapshot&), that names each part of its
// state once; the same lines save and restore. What a model derives from its state (levels it
// drives, names, references to others) is not in it: after a restore the model derives it anew.
#pragma once

#include "perisphere/engine/require.hpp"
#include "perisphere/engine/timer.hpp"

#include <array>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <deque>
#include <optional>
#include <type_traits>
#include <vector>

namespace perisphere::engine
{

/// Bytes of one process' memory, for this process only: neither versioned nor of any byte order.
/// A snapshot is read in the order in which it was written, by the models that wrote it.
class Snapshot
{
public:
    /// From here on the snapshot is read, from its begin.
    void rewind()
    {
        m_isSaving = false;
        m_at = 0;
    }
    [[nodiscard]] bool isSaving() const { return m_isSaving; }
    [[nodiscard]] std::size_t size() const { return m_bytes.size(); }

    /// While it is read: where it goes on. For models that take their state twice, since what one
    /// drives changes what another has just taken.
    [[nodiscard]] std::size_t position() const { return m_at; }
    void seek(std::size_t position) { m_at = position; }

    template <class T>
    requires std::is_trivially_copyable_v<T>
    void exchange(T& value) { exchangeBytes(&value, sizeof value); }

    template <class T>
    void exchange(std::vector<T>& values)
    {
        exchangeSequence(values);
    }

    template <class T>
    void exchange(std::deque<T>& values)
    {
        exchangeSequence(values);
    }

    /// When it is due, if it is, and who is due before it at that instant.
    void exchange(Timer& timer)
    {
        VirtualTime due = timer.due();
        std::uint64_t order = timer.order();
        exchange(due);
        exchange(order);
        if (m_isSaving)
            return;
        if (due == kNever)
            timer.cancel();
        else
            timer.restore(due, order);
    }

    void exchangeBytes(void* bytes, std::size_t count)
    {
        auto* const data = static_cast<std::byte*>(bytes);
        if (m_isSaving) {
            m_bytes.insert(m_bytes.end(), data, data + count);
            return;
        }
        require(count <= m_bytes.size() - m_at, "a snapshot is read as it was written");
        if (count != 0)
            std::memcpy(data, m_bytes.data() + m_at, count);
        m_at += count;
    }

private:
    template <class Sequence>
    void exchangeSequence(Sequence& values)
    {
        std::size_t count = values.size();
        exchange(count);
        values.resize(count);
        for (auto& value : values)
            exchange(value);
    }

    std::vector<std::byte> m_bytes;
    std::size_t m_at = 0;
    bool m_isSaving = true;
};

} // namespace perisphere::engine
