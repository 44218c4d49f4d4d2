// What a decoder is: which lines it reads, what can be chosen, and how it reads them.
#pragma once

#include "signals/decoders/annotation.hpp"
#include "signals/signal_store.hpp"

#include <QString>
#include <QStringList>

#include <span>
#include <vector>

namespace perisphere::studio
{

struct DecoderInput {
    QString title;
    /// Of tracks: the first one with such a word in its name is proposed.
    QStringList words;
    bool isOptional = false;
};

struct DecoderChoice {
    QString title;
    QStringList values;  ///< the first one is proposed
    bool isFree = false; ///< others than these may be typed
};

/// Its functions have no state: what is decoded depends on the tracks and the choices alone.
struct Decoder {
    QString name; ///< "UART"
    std::vector<DecoderInput> inputs;
    std::vector<DecoderChoice> choices;
    /// A track for each input, nullptr for an optional one that was left out; a value for each
    /// choice. Only tracks of levels.
    Annotations (*decode)(std::span<const Track* const> inputs,
                          std::span<const QString> choices) = nullptr;
};

} // namespace perisphere::studio
