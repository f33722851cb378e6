using Confluent.Kafka;

namespace OrleansState.Kafka;

/// <summary>
/// Who was erased, so that dead letters that name them are deleted, and none is written any more. A service of this type in
/// the container is asked by the bridge; without one, letters stay until the topic's retention deletes them.
/// </summary>
public interface IErasedUsers
{
    /// <summary>The ids of users who may have been erased, wherever they stand in a letter. Called by several threads.</summary>
    /// <param name="key">The letter's key.</param>
    /// <param name="value">The letter's value.</param>
    /// <param name="headers">The letter's headers.</param>
    IReadOnlySet<string> NamedIn(byte[]? key, byte[]? value, Headers? headers);

    /// <summary>Which of these were erased.</summary>
    Task<IReadOnlySet<string>> FindAsync(IEnumerable<string> userIds);

    /// <summary>Where users were erased whose letters may still be there: a number for <see cref="LettersErasedAsync"/>. Null: there are none.</summary>
    Task<long?> FindLettersDueAsync();

    /// <summary>No letter is left of anybody who was erased before this number was given.</summary>
    Task LettersErasedAsync(long due);

    /// <summary>A letter of an erased user may have been written since: letters are due again.</summary>
    Task LettersLeftAsync();
}
