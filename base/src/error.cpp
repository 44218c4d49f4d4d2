#include "perisphere/base/error.hpp"

#include <fmt/format.h>

#include <cerrno>
#include <system_error>

namespace perisphere
{

std::string Location::toString() const
{
    std::string text = file;
    if (line != 0)
        text += fmt::format("{}{}:{}", text.empty() ? "" : ":", line, column);
    if (offset)
        text += fmt::format("{}offset {:#x}", text.empty() ? "" : ": ", *offset);
    if (!pointer.empty())
        text += fmt::format("{}({})", text.empty() ? "" : " ", pointer);
    return text;
}

std::string_view name(ErrorCode code)
{
    switch (code) {
    case ErrorCode::InvalidArgument:
        return "invalid argument";
    case ErrorCode::NotFound:
        return "not found";
    case ErrorCode::AlreadyExists:
        return "already exists";
    case ErrorCode::PermissionDenied:
        return "permission denied";
    case ErrorCode::Io:
        return "input/output error";
    case ErrorCode::Syntax:
        return "syntax error";
    case ErrorCode::Invalid:
        return "invalid";
    case ErrorCode::Unsupported:
        return "unsupported";
    case ErrorCode::LimitExceeded:
        return "limit exceeded";
    case ErrorCode::Corrupt:
        return "corrupt";
    case ErrorCode::Untrusted:
        return "untrusted";
    }
    return "unknown error";
}

Error Error::during(std::string_view what) const
{
    Error outer = *this;
    outer.activity = activity.empty() ? std::string(what) : fmt::format("{}: {}", what, activity);
    return outer;
}

std::string Error::toString() const
{
    std::string text = activity.empty() ? "" : activity + ": ";
    if (const std::string place = where.toString(); !place.empty())
        text += place + ": ";
    text += message.empty() ? std::string(name(code)) : message;
    if (!expected.empty())
        text += "; expected " + expected;
    if (!advice.empty())
        text += "; " + advice;
    return text;
}

namespace
{

ErrorCode codeOf(int errnoValue)
{
    switch (errnoValue) {
    case ENOENT:
    case ENOTDIR:
        return ErrorCode::NotFound;
    case EEXIST:
    case ENOTEMPTY:
        return ErrorCode::AlreadyExists;
    case EACCES:
    case EPERM:
    case EROFS:
        return ErrorCode::PermissionDenied;
    case ENOSPC:
    case EDQUOT:
    case EFBIG:
        return ErrorCode::LimitExceeded;
    default:
        return ErrorCode::Io;
    }
}

} // namespace

Error systemError(int errnoValue, std::string_view operation, std::string_view object)
{
    // std::generic_category() and not strerror(): the latter is not safe in threads.
    return Error{.code = codeOf(errnoValue),
                 .message = fmt::format("cannot {} \"{}\": {}", operation, object,
                                        std::generic_category().message(errnoValue))};
}

} // namespace perisphere
