// One board file, checked by itself.
#pragma once

#include "perisphere/boards/board.hpp"
#include "perisphere/json/document.hpp"

#include <memory>
#include <optional>
#include <string>

namespace perisphere::boards
{

/// The file's own content, before what it extends is put under it.
struct BoardFile {
    Board board;
    std::string extends; ///< empty: nothing
    Location extendsWhere;
    std::string identity; ///< see hardware::FileSource::File
    bool hasChipAt = false;
};

[[nodiscard]] Checked<BoardFile> parseBoardFile(const hardware::FileSource::File& file);

} // namespace perisphere::boards
