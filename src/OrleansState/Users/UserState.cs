using System.Text.Json;
using OrleansState.Storage;

namespace OrleansState.Users;

/// <summary>One state of a user.</summary>
internal sealed class UserState<TState>(string kind, DurableState<TState> state) : IUserState
    where TState : class
{
    public string Kind => kind;

    public async Task<UserRecord?> ExportAsync()
    {
        try
        {
            var version = await state.ReadLatestAsync();
            return version.Tag == ETag.None ? null : new UserRecord(kind, JsonSerializer.SerializeToUtf8Bytes(version.State, SnakeCaseJson.Options));
        }
        catch (UserErasedException)
        {
            return null;
        }
    }

    public Task EraseAsync() => state.EraseAsync();
}
