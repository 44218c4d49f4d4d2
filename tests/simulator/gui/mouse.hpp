// The mouse of the X server, moved and pressed as a hand would: what happens takes the whole way,
// through the server, to the widget that is under the pointer.
#pragma once

#include <QPoint>
#include <QProcess>
#include <QStringList>
#include <QWidget>

#include <catch2/catch.hpp>

namespace perisphere::studio_test::mouse
{

/// As on its command line: `xdotool mousemove 10 20 mousedown 1`.
inline void perform(const QStringList& commands)
{
    REQUIRE(QProcess::execute(QStringLiteral("xdotool"), commands) == 0);
}

inline QStringList to(const QWidget& widget, const QPoint& at)
{
    const QPoint global = widget.mapToGlobal(at);
    return {QStringLiteral("mousemove"), QString::number(global.x()), QString::number(global.y())};
}

inline void move(const QWidget& widget, const QPoint& at)
{
    perform(to(widget, at));
}

inline void press(const QWidget& widget, const QPoint& at)
{
    perform(to(widget, at) << QStringLiteral("mousedown") << QStringLiteral("1"));
}

inline void release()
{
    perform({QStringLiteral("mouseup"), QStringLiteral("1")});
}

inline void click(const QWidget& widget, const QPoint& at)
{
    perform(to(widget, at) << QStringLiteral("click") << QStringLiteral("1"));
}

} // namespace perisphere::studio_test::mouse
