using System.Runtime.CompilerServices;

[assembly: InternalsVisibleTo("SoraGuard.EndToEnd.Tests")]
