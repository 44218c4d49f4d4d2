// The mouse and the keyboard of the X server, moved and pressed as a hand would: what happens takes
// the whole way, through the server, to the widget that is under the pointer.
#pragma once

#include <QList>
#include <QPoint>
#include <QProcess>
#include <QStringList>
#include <QWidget>

#include <catch2/catch.hpp>

namespace perisphere::studio_test::hand
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

/// As the keyboard does: "ctrl+z".
inline void type(const char* keys)
{
    perform({QStringLiteral("key"), QLatin1StringView(keys)});
}

/// One after the other, each when the one before it is done: the window takes each step by itself,
/// and goes on while a drag has an event loop of its own.
inline void performInTurn(QObject* owner, QList<QStringList> steps)
{
    if (steps.isEmpty())
        return;
    auto* const step = new QProcess(owner);
    step->setProgram(QStringLiteral("xdotool"));
    step->setArguments(steps.takeFirst());
    QObject::connect(step, &QProcess::finished, owner, [owner, step, steps] {
        step->deleteLater();
        performInTurn(owner, steps);
    });
    step->start();
}

/// @return before it is done
inline void drag(QWidget& widget, const QPoint& from, const QWidget& target, const QPoint& end)
{
    constexpr int kSteps = 6;
    const QPoint first = widget.mapToGlobal(from);
    const QPoint last = target.mapToGlobal(end);
    QList<QStringList> steps{to(widget, from)
                             << QStringLiteral("mousedown") << QStringLiteral("1")};
    for (int step = 1; step <= kSteps; ++step) {
        const QPoint at = first + (last - first) * step / kSteps;
        steps.append(
            {QStringLiteral("mousemove"), QString::number(at.x()), QString::number(at.y())});
    }
    steps.append({QStringLiteral("mouseup"), QStringLiteral("1")});
    performInTurn(&widget, steps);
}

} // namespace perisphere::studio_test::hand
