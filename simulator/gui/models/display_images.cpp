#include "models/display_images.hpp"

#include "connection/device_connection.hpp"
#include "connection/text_of.hpp"

#include <algorithm>
#include <utility>

namespace perisphere::studio
{
namespace
{

constexpr int kMostPixels = 4096; ///< a side
constexpr QRgb kDark = qRgb(0x05, 0x06, 0x08);
constexpr QRgb kLit = qRgb(0xC8, 0xF4, 0xFF); ///< of an OLED with one colour

QImage mono(const QByteArray& bytes, int width, int height)
{
    const qsizetype stride = (width + 7) / 8;
    if (bytes.size() < stride * height)
        return {};
    QImage image(width, height, QImage::Format_RGB32);
    for (int y = 0; y < height; ++y)
        for (int x = 0; x < width; ++x) {
            const auto byte = static_cast<unsigned char>(bytes.at(y * stride + x / 8));
            image.setPixel(x, y, (byte >> (7 - x % 8) & 1) != 0 ? kLit : kDark);
        }
    return image;
}

} // namespace

QImage imageOf(const QByteArray& bytes, int width, int height, const QString& format)
{
    if (width < 1 || height < 1 || width > kMostPixels || height > kMostPixels)
        return {};
    const auto* const data = reinterpret_cast<const uchar*>(bytes.constData());
    if (format == QStringLiteral("mono1"))
        return mono(bytes, width, height);
    if (format == QStringLiteral("rgb565") && bytes.size() >= qsizetype{2} * width * height)
        return QImage(data, width, height, 2 * width, QImage::Format_RGB16).copy();
    if (format == QStringLiteral("rgb888") && bytes.size() >= qsizetype{3} * width * height)
        return QImage(data, width, height, 3 * width, QImage::Format_RGB888).copy();
    return {};
}

DisplayImages::DisplayImages(DeviceConnection& connection, QObject* parent)
    : QObject(parent)
    , m_connection(connection)
{
}

const QImage& DisplayImages::imageOf(const QString& part) const
{
    static const QImage kNone;
    const auto found = m_displays.constFind(part);
    return found == m_displays.cend() ? kNone : found->image;
}

void DisplayImages::clear()
{
    m_displays.clear();
}

void DisplayImages::fetch(const QString& part, const QString& property)
{
    Display& display = m_displays[part];
    display.property = property;
    if (std::exchange(display.isFetching, true)) {
        display.isOld = true;
        return;
    }
    display.bytes.clear();
    ask(part);
}

void DisplayImages::ask(const QString& part)
{
    const Display& display = m_displays[part];
    m_connection.call("part.pixels",
                      {{"property", (part + '.' + display.property).toStdString()},
                       {"offset", display.bytes.size()}},
                      this, [this, part](const Result<json::Value>& answer) {
                          if (!m_displays.contains(part))
                              return;
                          if (answer)
                              take(part, *answer);
                          else
                              m_displays[part].isFetching = false;
                      });
}

void DisplayImages::take(const QString& part, const json::Value& answer)
{
    Display& display = m_displays[part];
    try {
        const json::Value& image = answer.at("image");
        const auto revision = image.at("revision").get<qint64>();
        const auto total = answer.at("total").get<qint64>();
        if (display.bytes.isEmpty())
            display.revision = revision;
        const QByteArray more =
            QByteArray::fromBase64(QByteArray::fromStdString(answer.at("data").get<std::string>()));
        display.bytes += more;
        if (revision != display.revision) { // of two pictures
            display.isOld = true;
        } else if (display.bytes.size() < total && !more.isEmpty()) {
            ask(part);
            return;
        } else {
            display.image = studio::imageOf(display.bytes, image.at("width").get<int>(),
                                            image.at("height").get<int>(), textOf(image, "format"));
            Q_EMIT changed(part);
        }
    } catch (const json::Value::exception&) {
        display.isOld = false; // not an answer of part.pixels
    }
    finish(part);
}

void DisplayImages::finish(const QString& part)
{
    Display& display = m_displays[part];
    display.isFetching = false;
    if (std::exchange(display.isOld, false))
        fetch(part, QString(display.property));
}

} // namespace perisphere::studio
