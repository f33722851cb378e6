using System.ComponentModel.DataAnnotations;

namespace OrleansState.Api.Standalone;

/// <summary>Settings under <c>Data</c>.</summary>
internal sealed class DataOptions
{
    public const string Section = "Data";

    /// <summary>Where a standalone process keeps its state and its signing key; one process at a time. Default <c>./data</c>.</summary>
    [Required(ErrorMessage = "Data:Directory must not be empty.")]
    public string Directory { get; set; } = "./data";
}
