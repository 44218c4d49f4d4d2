// The pixels of displays. A property says only that they are others; then they are fetched, a chunk
// at a time, for as long as others come meanwhile the latest.
#pragma once

#include "perisphere/json/value.hpp"

#include <QHash>
#include <QImage>
#include <QObject>
#include <QString>

namespace perisphere::studio
{

class DeviceConnection;

class DisplayImages final : public QObject
{
    Q_OBJECT

public:
    explicit DisplayImages(DeviceConnection& connection, QObject* parent = nullptr);

    /// The latest whole one; null before there is any.
    [[nodiscard]] const QImage& imageOf(const QString& part) const;
    /// Others have been announced.
    void fetch(const QString& part, const QString& property);
    void clear();

Q_SIGNALS:
    void changed(const QString& part);

private:
    struct Display {
        QString property;
        QByteArray bytes; ///< that have come so far
        qint64 revision = -1;
        bool isFetching = false;
        bool isOld = false; ///< others were announced while fetching
        QImage image;
    };
    void ask(const QString& part);
    void take(const QString& part, const json::Value& answer);
    void finish(const QString& part);

    DeviceConnection& m_connection;
    QHash<QString, Display> m_displays; ///< by part
};

/// Pixels as part.pixels packs them; null for what is none.
[[nodiscard]] QImage imageOf(const QByteArray& bytes, int width, int height, const QString& format);

} // namespace perisphere::studio
