// Lines out of a stream of bytes that nobody vouches for.
#pragma once

#include <QByteArray>

#include <optional>

namespace perisphere::studio
{

class LineSplitter
{
public:
    /// An answer of the device has at most 4 MiB.
    static constexpr qsizetype kMaxLineBytes = qsizetype{8} << 20;

    void add(const QByteArray& bytes) { m_bytes += bytes; }
    /// Without its end.
    [[nodiscard]] std::optional<QByteArray> take();
    /// What is there has no end within the bound.
    [[nodiscard]] bool isTooLong() const;
    void clear();

private:
    QByteArray m_bytes;
    qsizetype m_begin = 0;    ///< of what has not been taken
    qsizetype m_searched = 0; ///< no line end in front of it
};

} // namespace perisphere::studio
